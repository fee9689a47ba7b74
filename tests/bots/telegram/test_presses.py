"""Buttons under messages, pressed by whoever may and whoever may not."""

from core.model import Button, Command
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.deliveries import content, delivery
from tests.bots.telegram.intake import FakeIntake
from tests.fakes.telegram_server import TelegramServer

LONG = "Сделай всё ещё немного медленнее и добавь спокойную музыку на заднем плане"


async def offer(bench: Bench, button: Button) -> tuple[int, int]:
    anna = bench.server.people.user("Anna", "en")
    await bench.server.people.say(anna, "hello")
    await bench.intake.next()
    receipt = await bench.messenger.send(delivery(anna, content("Choose", buttons=((button,),))))
    return anna, int(receipt.last.message_id)


async def answer_to(bench: Bench, query: str) -> dict[str, object]:
    await bench.server.world.until(lambda: query in bench.server.world.answered)
    return bench.server.world.answered[query]


async def test_long_arguments_come_back_whole(bench: Bench) -> None:
    anna, message = await offer(bench, Button("Slower", "edit", LONG))
    await bench.server.people.press(anna, message, "Slower")
    assert (await bench.intake.next(2)).command == Command("edit", LONG)


async def test_the_link_that_carries_them_shows_nothing(bench: Bench) -> None:
    anna, _ = await offer(bench, Button("Slower", "edit", LONG))
    shown = bench.server.world.said(anna)[0]
    assert shown["text"].replace("\u2060", "") == "Choose"
    assert bench.server.world.calls_of("sendMessage")[0].parameters["link_preview_options"] == {"is_disabled": True}


async def test_somebody_else_is_told_whose_button_it_is(bench: Bench) -> None:
    people = bench.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    chat = await people.group(owner=anna, members=[ben])
    await bench.intake.next()
    button = Button("Mine", "export", only_for=str(anna))
    receipt = await bench.messenger.send(delivery(chat, content("Choose", buttons=((button,),))))
    query = await people.press(ben, int(receipt.last.message_id), "Mine", chat=chat)
    assert await answer_to(bench, query) == {"text": "This button is for the person who asked.", "show_alert": True}
    await people.press(anna, int(receipt.last.message_id), "Mine", chat=chat)
    pressed = await bench.intake.next(2)
    assert (pressed.person.user_id, pressed.command) == (str(anna), Command("export"))


async def test_what_an_anonymous_admin_asked_for_is_the_groups_own(bench: Bench) -> None:
    people = bench.server.people
    anna = people.user("Anna")
    chat = await people.group(owner=anna)
    await bench.intake.next()
    button = Button("Go", "export", only_for=str(chat))
    receipt = await bench.messenger.send(delivery(chat, content("Choose", buttons=((button,),))))
    await people.press(anna, int(receipt.last.message_id), "Go", chat=chat)
    assert (await bench.intake.next(2)).person.user_id == str(anna)


async def test_made_up_data_does_nothing_but_is_answered(bench: Bench) -> None:
    anna, message = await offer(bench, Button("Go", "export"))
    query = await bench.server.people.press(anna, message, "Go", data="1.AAAAAAAA.export.=99")
    assert "too old" in str((await answer_to(bench, query))["text"])
    assert len(bench.intake.messages) == 1


async def test_buttons_work_after_a_restart(server: TelegramServer) -> None:
    async with running(server) as before:
        anna, message = await offer(before, Button("Go", "export", "7"))
    intake = FakeIntake()
    async with running(server, intake):
        await server.people.press(anna, message, "Go")
        assert (await intake.next()).command == Command("export", "7")


async def test_a_press_that_is_too_old_to_be_answered_still_counts(bench: Bench) -> None:
    anna, message = await offer(bench, Button("Go", "export"))
    bench.server.fail("answerCallbackQuery", "refuse", code=400, description="Bad Request: query is too old")
    await bench.server.people.press(anna, message, "Go")
    assert (await bench.intake.next(2)).command == Command("export")


async def test_the_press_belongs_to_the_topic_of_its_message(bench: Bench) -> None:
    people = bench.server.people
    anna = people.user()
    chat = await people.group(owner=anna, forum=True)
    topic = people.topic(chat)
    await bench.intake.next()
    shown = content("Choose", buttons=((Button("Go", "export"),),))
    receipt = await bench.messenger.send(delivery(chat, shown, topic=topic))
    await people.press(anna, int(receipt.last.message_id), "Go", chat=chat)
    assert str((await bench.intake.next(2)).conversation) == f"telegram:{chat}:{topic}"
