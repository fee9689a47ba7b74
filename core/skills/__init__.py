"""The skills a conversation can work with: one data file each, beside this package. Adding a skill is adding a file."""

from core.skills.loader import load_skills
from core.skills.skill import DOCUMENT_TYPES, MOMENTS, Skill

__all__ = ["DOCUMENT_TYPES", "MOMENTS", "Skill", "load_skills"]
