"""Several people, one bot: groups, topics, queues, and who may stop what."""

from tests.e2e.telegram.footage import movie
from tests.e2e.telegram.stage import Stage
from tests.fakes.studio_process import StudioProcess

BOT = "@reelay_test_bot"
SLOW = {"do": "slow", "call": "run", "seconds": 30}
"""Longer than any of these tests waits: what runs is still running."""


async def test_a_group_is_greeted_with_what_privacy_mode_lets_the_bot_see(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    group = await bot.server.people.group(owner=anna)
    await bot.until_said(group, "In this group I only see commands, mentions of me and replies")


async def test_what_people_say_among_themselves_is_left_alone_and_kept_nowhere(bot: Stage) -> None:
    people = bot.server.people
    bot.server.world.privacy = False
    anna = people.user("Anna")
    group = await people.group(owner=anna)
    await bot.until_said(group, "✅ Ready")
    before = len(bot.said(group))
    await people.say(anna, "who is hungry tonight?", chat=group)
    await people.say(anna, "/credits", chat=group)
    await bot.until_said(group, "credits available")
    await bot.settled(group)
    assert len(bot.said(group)) == before + 1, bot.transcript(group)


async def test_a_clip_is_handed_over_by_a_reply_with_a_mention(bot: Stage) -> None:
    people = bot.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    group = await people.group(owner=anna, members=[ben])
    clip = await people.send(anna, movie("party.mp4"), chat=group)  # privacy mode: the bot does not hear of it
    asked = await people.say(ben, f"{BOT} add the title Party", chat=group, reply_to=clip)
    told = await bot.until_said(group, "What changed", "party.mp4", "Party")
    assert told["reply_to_message"]["message_id"] == asked
    assert told["text"].startswith("Ben\n")
    await people.say(anna, "/export", chat=group)
    video = await bot.until_video(group)
    assert video["caption"].startswith("Anna\n")
    assert "party.mp4" in video["caption"]


async def test_topics_are_projects_apart_and_general_is_answered_in_general(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    group = await people.group(owner=anna, forum=True)
    promo, teaser = people.topic(group, "Promo"), people.topic(group, "Teaser")
    await people.say(anna, f"{BOT} a 2-second video of the ocean", chat=group, topic=promo)
    await people.say(anna, f"{BOT} a 2-second video of a forest", chat=group, topic=teaser)
    await people.say(anna, f"{BOT} a 2-second video of snow", chat=group)
    for topic, scene in ((promo, "ocean"), (teaser, "forest"), (None, "snow")):
        told = await bot.until_said(group, "What changed", topic=topic)
        assert scene in told["text"], bot.transcript(group, topic)
    assert all(call.status == 200 for call in bot.server.world.calls_of("sendMessage"))


async def test_two_people_see_who_asked_what_and_their_place_in_the_queue(bot: Stage, studio: StudioProcess) -> None:
    people = bot.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    group = await people.group(owner=anna, members=[ben])
    await bot.until_said(group, "✅ Ready")
    await studio.rehearse(SLOW)
    await people.say(anna, f"{BOT} a 2-second video of the ocean", chat=group)
    await bot.until_said(group, "for Anna")
    await people.say(ben, f"{BOT} add the title Waves", chat=group)
    await bot.until_said(group, "⏳ In the queue…", "for Ben", "behind 1 request")


async def test_only_who_asked_or_an_admin_stops_a_request(bot: Stage, studio: StudioProcess) -> None:
    people = bot.server.people
    owner, ben, cara = people.user("Olga"), people.user("Ben"), people.user("Cara")
    group = await people.group(owner=owner, members=[ben, cara])
    await bot.until_said(group, "✅ Ready")
    await studio.rehearse(SLOW)
    await people.say(ben, f"{BOT} a 2-second video of the ocean", chat=group)
    await people.say(cara, f"{BOT} a 2-second video of a forest", chat=group)
    first, second = await bot.until_said(group, "for Ben"), await bot.until_said(group, "for Cara")
    await bot.press(cara, first, "Cancel", chat=group)
    refused = await bot.until_said(group, "only who asked for it, or an admin, can stop it")
    assert refused["text"].count("Cara") <= 1
    await bot.press(owner, first, "Cancel", chat=group)
    await bot.until(lambda: first["text"].startswith("⏹ Cancelled"), group)
    await bot.press(cara, second, "Cancel", chat=group)
    await bot.until(lambda: second["text"].startswith("⏹ Cancelled"), group)
    await bot.settled(group)
    assert not bot.videos(group)


async def test_a_group_that_becomes_a_supergroup_keeps_its_project(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    group = await people.group(owner=anna, basic=True)
    await people.say(anna, f"{BOT} a 2-second video of the ocean", chat=group)
    await bot.until_said(group, "What changed", "ocean")
    await bot.settled(group)
    bigger = await people.migrate(group, anna)
    await people.say(anna, f"{BOT} add the title Waves", chat=bigger)
    told = await bot.until_said(bigger, "What changed", "Waves")
    assert "ocean" in told["text"]


async def test_a_bot_that_is_removed_says_no_more(bot: Stage, studio: StudioProcess) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    group = await people.group(owner=anna)
    await bot.until_said(group, "✅ Ready")
    await studio.rehearse({"do": "slow", "call": "run", "seconds": 1})
    await people.say(anna, f"{BOT} a 2-second video of the ocean", chat=group)
    await bot.until_said(group, "for Anna")
    await people.kick(group, anna)
    await bot.settled(group)
    assert not bot.videos(group)
    assert "What changed" not in "".join(bot.words(group))
