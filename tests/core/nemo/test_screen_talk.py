"""What the agent says as if there were a screen, and what a chat gets to read of it."""

import time

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


# Sentences that were written down before the rules were tried on them.
SCREEN = [
    "Please recharge on the billing page.",
    "You can purchase more credits on the pricing page.",
    "Press the spacebar to play.",
    "Press Ctrl+E to export.",
    "Simply select the clip and press Delete.",
    "Check out the preview on the right!",
    "Look at the right panel for details.",
    "Scroll down to see the generated clips.",
    "Close the dialog and continue.",
    "点一下导出按钮就可以了。",
    "按下播放键预览。",
    "You can now hit the blue Export button at the top right to save your video.",
    "Click anywhere on the canvas to deselect.",
    "Simply drag the edges of the clip to trim it.",
    "Go to the Media tab and upload your footage.",
    "Head over to the Audio panel to change the volume.",
    "If you'd like to change the font, open the Text panel.",
    "Use the playhead to scrub through the timeline.",
    "Use the slider in the Audio panel to lower the volume.",
    "You can find the generated video in your media library.",
    "You can also preview your video by clicking the play button.",
    "Feel free to preview it in the timeline and let me know what you think!",
    "Check your billing page for details.",
    "To upgrade, go to Settings > Billing.",
    'Navigate to the "Export" tab, choose 1080p and press "Download".',
    "The timeline on your screen now shows the changes.",
    "Scroll down to the bottom of the page.",
    "Once done, click **Export** ▶️ to get your MP4!",
    "It's now visible in the timeline panel.",
    "Please refresh the page to see the changes.",
    "You can download it from the Export panel.",
    "Drop your files into the upload area.",
    "You can adjust the volume using the slider.",
    "Double-click the title to edit it.",
    "点击右上角【导出】即可保存视频。",
    "你可以拖动时间线上的片段来调整顺序。",
    "在左侧面板中打开“音频”选项卡。",
    "完成后，点击导出按钮。",
    "您可以在预览窗口查看效果。",
    "请前往账户页面查看积分。",
    "如果满意，可以点击“导出”。",
    "Hit Export when you're done.",
    "Press the play button to preview the video.",
    "Use the Export button in the upper right corner.",
    "You'll see the new track in the timeline.",
    "Look for the new clip in the Media panel.",
    "Open the sidebar and select Text.",
    "Just drag & drop the audio onto the timeline.",
    "Go ahead and click Generate.",
    "The panel on the right lets you change the colors.",
    "You may need to check your account balance.",
    "To export, click the button in the top-right corner.",
    "Tap **Export** > **MP4**.",
    "Move the slider to change the speed.",
    "To view your edits, open the preview window.",
    "您可以点击播放按钮预览视频。",
    "请打开设置面板修改分辨率。",
    "直接将文件拖到素材库即可。",
    "点击【添加音乐】。",
    "双击标题即可修改文字。",
    "现在可以在时间轴上看到新的片段。",
    'Now click the "Generate" button to start.',
    "Select the clip on the timeline and press Delete.",
    "Drag the end of the music track to shorten it.",
    "You can always undo this with the Undo button in the toolbar.",
    "View your video in the preview window on the right.",
    "To change the text, double-click on it in the preview.",
    'Then hit "Download MP4".',
    "Swipe left to see more templates.",
    "Hover over the clip to see its options.",
    "Check the Billing tab in your account settings.",
    "Tap the three dots in the upper right corner.",
    "Use the crop tool in the left panel.",
    "See the Properties panel for more options.",
    "请在右侧属性面板中调整字体。",
    "右键点击片段，选择“删除”。",
    "您也可以直接拖拽调整顺序。",
    "点击播放按钮即可预览。",
]

VIDEO = [
    "Press conference footage was used for the second segment.",
    "The scene shows a woman clicking on a laptop.",
    "Open with a wide shot, then cut to a close-up.",
    "画面里一个人点击手机屏幕。",
    "The first clip is 4 seconds, the second 6 seconds, the third 5 seconds.",
    "Should I make the title bigger?",
    "The video shows a panel discussion in a library.",
    "I dragged nothing out of order: the clips keep their sequence.",
    "Your promo is ready — 15 seconds, 1080p, upbeat music.",
    'Subtitles: "Click subscribe", "Hit the bell".',
    "The girl clicks through old photographs on her laptop.",
    "Drop in volume at 0:10 removed.",
    "Export takes about a minute.",
    "Try asking for a warmer mood.",
    "The page turns and the story begins.",
    "The settings of the story is Paris in 1920.",
    "Each icon of the city appears for one second.",
    "In the final scene, the boy looks at the screen and smiles.",
    "Open on black, fade in to the skyline.",
    "Set the mood with slow piano.",
    "View of the mountains from the window.",
    "Play button animation added at the start.",
    "画面从夜景切换到日出。",
    "点击率提升的秘诀是开头三秒。",
    "打开方式有三种：快切、慢推、旋转。",
    "Should I add it to the timeline?",
    "I'll place your clip on the timeline next.",
    "Your clip is on the timeline.",
    "Would you like me to open the film with the drone shot in the editor's cut?",
    "We can move the title to the menu scene.",
    "Done! The intro now lasts 3 seconds.",
    "I've added a click track to keep the beat.",
    "The export is ready.",
    'The text "Open the app" is centered.',
    "I slowed down the part where she opens the panel of the spaceship.",
    "This is a drag queen performance with bright lights.",
    "The edit keeps your original audio at 80%.",
    "He presses the red button and the screen goes dark.",
    "A robot selects a card from the menu.",
    "Next, I can add captions if you like.",
    "The sound of a mouse click marks each cut.",
    "Choose a style: cinematic, playful, or minimal.",
    "Please tell me which clip should come first.",
    "Check out the result: a 15-second promo with upbeat music.",
    "First scene: a window opens; second scene: birds fly out.",
    "Do you want the title to stay on the screen longer?",
    "I set the canvas to 9:16.",
    "Preview: sunset, skyline, night traffic.",
    "使用了电影感的调色。",
    "音乐从第3秒开始，音量为35%。",
    "镜头从左侧缓慢移动到右侧。",
    "在开头添加了2秒的标题。",
    "将第二个片段移动到开头。",
    "画面右上角显示了标志。",
    "播放速度调整为1.5倍。",
    "选择一种风格：电影感、活泼或简约。",
    "I generated a 10-second video of a sunset over a city skyline.",
    "Here is what I did:",
    "The clip is now 12 seconds long and starts with the skyline.",
    "Let me know if you'd like any changes!",
    "Would you like me to add background music?",
    'The title "Urban Dreams" appears from 0 to 3 seconds.',
    "A hand taps the screen of a phone at 0:04.",
    "A man opens the door and walks in.",
    "The timeline now has three tracks.",
    "Open with a wide shot, then cut to the close-up.",
    "The camera drags slowly across the table.",
    "The player runs down the field with the ball.",
    "Your video was uploaded and is ready to edit.",
    "I moved the clip to the end of the timeline.",
    "The new settings make the colors warmer.",
    "The menu of the restaurant is shown for two seconds.",
    "A drop of water falls on the button of a coat.",
    "Music: Lo-fi (0-10s, 35%)",
    "The woman is clicking her pen while the text fades in.",
    "You can ask me to change the title, the music or the length.",
    "You have 60 credits left; this edit cost 50.",
    "Generating the video took 2 minutes.",
    "See the sunset from a new angle: the drone shot opens the film.",
    "Watch the waves roll in as the piano plays.",
    "Trimmed to the 15 best seconds, exported settings stay at 1080p.",
    "Tip: short prompts give better results.",
    "A close-up of a laptop screen with a login page fades to black.",
    "The narrator says: the button in the corner is red.",
    "视频长度为10秒，共3个轨道。",
    "已生成一段城市日落的视频，标题为“城市之梦”。",
    "女孩打开窗户，阳光照进房间。",
    "画面中的手指轻触屏幕。",
    "需要我添加背景音乐吗？",
    "你想要什么样的音乐风格？",
    "The tab key is shown in a close-up.",
    "Added a subscribe button in the bottom corner of the video.",
    'The video ends with a "Click here" button in the center of the frame.',
    "It starts with a library scene in the corner of the old town.",
    "You asked for a page-turn transition; it is in the second segment.",
]


@pytest.mark.parametrize(("text", "actions"), DROPPED)
def test_a_sentence_about_the_screen_is_dropped_for_what_it_leads_to(text: str, actions: set[Action]) -> None:
    translated = translate(text)
    assert translated.text == ""
    assert translated.actions == actions


@pytest.mark.parametrize("text", SCREEN)
def test_other_sentences_about_the_screen_are_dropped_too(text: str) -> None:
    assert translate(text).text == ""


@pytest.mark.parametrize("text", [*KEPT, *VIDEO])
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


@pytest.mark.parametrize("line", ["a:\n\n", "a:\n"])
def test_a_text_of_nothing_but_headings_is_read_in_the_time_of_any_other(line: str) -> None:
    begin = time.thread_time()
    assert translate(line * 20_000).text == (line * 20_000).rstrip("\n")
    assert time.thread_time() - begin < 3.0  # it takes 0.2 s; where each heading looked at all that follows, 6 s
