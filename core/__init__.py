"""What Reelay does with a message, on any platform: knows no platform and no web framework."""
