# Read by `.venv/bin/flask` (through python-dotenv), so that every command works from this folder
# without anything exported. Settings of one machine go into a file named .env beside this one.
FLASK_APP=trainee_tracker:create_app
