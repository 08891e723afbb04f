"""The web desk for archivists and analysts, and the API for trackers. `web.app.create_app` is the door."""
