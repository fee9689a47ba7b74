"""Renders drafts to MP4 and looks at uploaded files, each in a child process with limits: see `service`.

Nothing is imported here, because each child comes through here and pays for it.
"""
