"""Zone: each line its cell of Nghị định 30, the body as an outline."""
