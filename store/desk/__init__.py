"""What the web desk keeps in the store: who may do what, what was reviewed, uploads that wait, webhooks."""
