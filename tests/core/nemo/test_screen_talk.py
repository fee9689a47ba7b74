"""What the agent says as if there were a screen, and what a chat gets to read of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo.screen_talk import Action, translate

DROPPED = [
    ("Click the Export button to download your video.", {Action.EXPORT}),
    ('Click "Export" to download.', {Action.EXPORT}),
    ("👉 **Click** the **Export** button in the top right corner.", {Action.EXPORT}),
    ("Then click on Share.", set()),
    ("You can click the Export button when you are happy with it.", {Action.EXPORT}),
    ("When you're ready, click Export.", {Action.EXPORT}),
    ("To download the video, hit the Export button.", {Action.EXPORT}),
    ("Right-click the clip and choose Delete.", set()),
    ("Drag the clip to the beginning of the timeline.", {Action.SEND_EDIT}),
    ("You can drag and drop your clips into the media panel.", {Action.SEND_EDIT}),
    ("Open the media panel on the left.", {Action.STATE}),
    ("Please open the timeline to see your changes.", {Action.STATE}),
    ("You can preview the result in the timeline.", {Action.STATE}),
    ("Preview it in the player.", {Action.STATE}),
    ("You'll find the new clip in the left sidebar.", set()),
    ("The Export button is in the top right corner.", {Action.EXPORT}),
    ("Check your account for the remaining credits.", {Action.CREDITS}),
    ("Please visit the billing page to top up.", {Action.CREDITS}),
    ("Select the title track in the properties panel and adjust its size.", set()),
    ("Tap here to continue.", set()),
    ("Next step: click Export.", {Action.EXPORT}),
    ("点击“导出”按钮下载视频。", {Action.EXPORT}),
    ("请点击右上角的导出按钮。", {Action.EXPORT}),
    ("您可以在时间线中预览效果。", {Action.STATE}),
    ("打开左侧面板查看素材。", {Action.STATE}),
    ("将素材拖拽到时间线上。", {Action.SEND_EDIT}),
    ("请检查您的账户余额。", {Action.CREDITS}),
    ("Haz clic en Exportar.", {Action.EXPORT}),
    ("Klicken Sie auf Exportieren.", {Action.EXPORT}),
    ("Cliquez sur Exporter.", {Action.EXPORT}),
    ("Нажмите кнопку «Экспорт».", set()),
]

KEPT = [
    "The video opens with a drag race through the desert.",
    "Added a title with the text: 'Click here to subscribe'.",
    'The end card says "Click the bell and open the link below!" for 3 seconds.',
    "I added a download button graphic at 0:05.",
    "A red subscribe button graphic was placed in the lower corner of the screen.",
    "Click sounds were added to each transition.",
    "The scene opens on a solar panel field at dawn.",
    "Tap dance footage plays from 3.5 s to 7 s, e.g. under the chorus.",
    "Open water shots now start the video.",
    "Drag race footage: 12 s. Drop shadow on the title: on.",
    "I've trimmed the clip to 15 seconds and added lo-fi music at 35% volume.",
    "Your video now has 3 tracks: city timelapse, BGM and a title.",
    "You have 40 credits left.",
    "You can export now, or ask me for changes.",
    "Select shots were slowed down.",
    "Press conference clip trimmed to 10 s.",
    "The player scores a goal at 0:12.",
    "视频以鼠标点击的特写开场。",
    "已添加“点击订阅”字幕（0-3 秒）。",
    "我为视频添加了下载按钮图形。",
    "视频以一本打开的书开场，配有轻音乐。",
    "已将音量调整到 35%。",
]


@pytest.mark.parametrize(("text", "actions"), DROPPED)
def test_a_sentence_about_the_screen_is_dropped_for_what_it_leads_to(text: str, actions: set[Action]) -> None:
    translated = translate(text)
    assert translated.text == ""
    assert translated.actions == actions


@pytest.mark.parametrize("text", KEPT)
def test_a_sentence_about_the_video_stays_word_for_word(text: str) -> None:
    assert translate(text).text == text
    assert not translate(text).actions


def test_the_content_beside_screen_talk_stays_with_its_formatting() -> None:
    text = (
        "Done! I've made a **15-second promo**:\n\n- Cut to the best moments\n- Lo-fi music at 35%\n\n"
        'Click "Export" to download it. The title reads "Open now".\nOpen the media panel for more clips.'
    )
    translated = translate(text)
    assert translated.text == (
        "Done! I've made a **15-second promo**:\n\n- Cut to the best moments\n- Lo-fi music at 35%\n\n"
        'The title reads "Open now".'
    )
    assert translated.actions == {Action.EXPORT, Action.STATE}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Your video is ready, click Export to download it.", "Your video is ready."),
        ("视频已生成，点击导出按钮即可下载。", "视频已生成。"),
        ("Your video has 3 tracks: 视频 🎬, BGM and a title.\nClick \"Export\" to download.",
         "Your video has 3 tracks: 视频 🎬, BGM and a title."),
    ],
)  # fmt: skip
def test_the_half_of_a_sentence_that_is_content_stays(text: str, left: str) -> None:
    assert translate(text) == type(translate(""))(left, frozenset({Action.EXPORT}))


def test_a_heading_goes_with_its_list() -> None:
    text = "Music added.\n\nTo get your video:\n1. Click Export\n2. Select the MP4 tab\n\nEnjoy!"
    assert translate(text).text == "Music added.\n\nEnjoy!"


def test_a_list_of_texts_on_the_video_is_content() -> None:
    text = "The captions are:\n1. Click here to subscribe\n2. Tap the bell\n\nClick Export."
    assert translate(text).text == "The captions are:\n1. Click here to subscribe\n2. Tap the bell"


@pytest.mark.parametrize(
    "apology",
    ["I'm sorry, I ran into a temporary issue. Please try again later.", "Sorry! A temporary error occurred.",
     "抱歉，系统暂时出现问题，请稍后重试。"],
)  # fmt: skip
def test_an_apology_after_an_answer_is_noise(apology: str) -> None:
    assert translate(f"Title added.\n\n{apology}").text == "Title added."
    assert translate(apology).text == apology
    assert translate(apology, after_answer=True).text == ""


@given(st.text(max_size=300))
def test_nothing_is_ever_invented(text: str) -> None:
    left = translate(text).text
    assert len(left) <= len(text) + text.count("\n") + 20


@given(st.text(alphabet="Click the. \"'“”\n:-*1,drag", max_size=400))
def test_hostile_text_is_translated_in_no_time(text: str) -> None:
    translate(text * 5)
