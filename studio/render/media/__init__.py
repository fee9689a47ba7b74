"""People's files: opening them safely, photos, clips, sounds. Everything here runs in the child process only."""
