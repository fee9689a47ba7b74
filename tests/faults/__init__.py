"""What people in a chat see when the world around the bot breaks."""
