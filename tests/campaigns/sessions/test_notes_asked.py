"""Notes as officers write them: which are asked about before they are saved, and which are not."""

from datetime import date

import pytest

from campaigns.sessions.notes_asked import BIRTH, TOLD, asked_of_notes
from sextortion_aware.numbers import EMERGENCY, POLICE

HELD_ON = date(2026, 11, 2)
TOLD_OF_HARM = (
    "Female pupil being sextorted",
    "Two pupils are victims of sextortion",
    "Pupil X blackmailed last week",
    "S2 pupil threatened with images being shared",
    "She is not safe at home",
    "Pupil disclosure - passed to HT",
    "Child protection concern raised with Mrs Brown",
    "Pupil came up at the end, uncle makes her do things she does not like",
    "A girl told me that her stepfather comes into her room at night",
    "Pupil disclosed that she had sent pictures to someone online",
    "One S3 boy is being blackmailed on Snapchat",
    "She said he had photos of her and wants money",
    "Told me her uncle hits her",
    "A P7 pupil self-harms",
    "Pupil was crying and told the officer about someone threatening to share a nude",
    "Good session. Afterwards a pupil confided in me",
    "One disclosure from a pupil passed to the head teacher",
    "Disclosure made by S2 girl, guidance informed",
    "Two girls sent nudes to an older boy",
    "He has been groomed by a man on Roblox",
    "Morgan is being blackmailed",
    "Ava sent pictures to a stranger and he is now asking for money",
    "Teacher said her pupil was suicidal last month",
    "She has been cutting herself",
    "A boy says he wants to die",
    "A mother told me that her son has been blackmailed for £200",
    "We had a disclosure at the end",
    "A parent told us about her daughter being threatened online",
    "a young person told us he had paid money to someone on Instagram",
    "Spoke to me in private about her boyfriend",
    "A pupil shared images of herself with a lad in S5",
    "She took an overdose last year",
    "After the talk one boy disclosed abuse",
    "Liam was hit by his dad at home",
)
BIRTHS = (
    "Kyle Docherty 12/03/2012 stayed behind",
    "Kyle Docherty, dob 12.03.12, asked to speak",
    "Ellie Watt born 4 May 2011 needs follow up",
    "(Jamie, 2012-08-19) left upset",
    "3rd March 2013 Ryan Boyle upset after the talk",
    "Date of birth 01/02/2010",
)
NOTHING_TO_ASK = (
    "Good questions from the class. Projector did not work.",
    "Covered what to do if someone is being blackmailed",
    "Discussed self-harm support and Childline",
    "Head teacher told us that she would like another visit in May",
    "Pupils watched the film in which a boy sent pictures to a stranger",
    "Nothing was disclosed",
    "No disclosures",
    "0930 120 118",
    "Mrs Kerr asked for leaflets for 12/05/2026",
    "Booked with Mr Watt on 3 March 2026, moved to 14.05.2026",
    "Policy of 12/03/2015 handed out",
    "School uses the programme since 4 September 2017",
    "Two classes, P6 and P7, 26 + 24",
    "Explained how to report an image with Report Remove",
    "Pupils were told about Childline and CEOP",
    "Staff asked how to handle a disclosure",
    "Training on handling disclosures and on threats",
    "Scenario: Sam is being blackmailed. Pupils said what Sam should do",
    "Role play about a girl who sent a photo to a boy",
    "Mr Brown sent pictures of the display for the newsletter",
    "Pupils told us that they had seen the posters",
    "The teacher told me that their hall is booked next week",
    "Parents asked about age limits and parental controls",
    "A lot of discussion about sharing images and the law",
    "PVG disclosure checked at the door",
    "Quiz at the end, everybody got 8 of 10",
    "Pupils were quiet at first, then very engaged",
    "Fire alarm at 10.15, we went on at 10.40",
    "Ann from the council came too and sent the video link",
    "Class teacher stayed in the room for all of it",
    "Talked about threats, blackmail and who to tell",
    "Gave out 120 leaflets and 40 cards",
    "Sent photos to the press office",
    "The school was built in 2012 and has a big hall",
    "Pupils sent thank you cards",
    "Asked to come back for S3 in June",
    "Older brothers and sisters had seen it before",
    "Question: what happens to people who blackmail? Answered with the film",
    "Kids said the talk was scary but good",
    "Video of a girl who was groomed, from Thinkuknow",
    "Input on suicide and self-harm by the NHS partner first",
    "Marion Reid (Wishaw) took over at 11",
    "Deputy head told us about her plans for next year",
    "Slides 12-20 left out, 50 minutes only",
    "Session ran with P7 of Rowan Bank, moved from 04/11/2026",
    "Mr Shaw said he would share the pictures on the school app",
    "Partner from CEOP attended. She sent her slides",
    "Pupils hurt about the cancelled trip, quiet class",
    "Wifi down, showed the clip from the laptop",
)


@pytest.mark.parametrize("notes", TOLD_OF_HARM)
def test_what_reads_as_told_is_asked_about(notes):
    assert asked_of_notes(notes, held_on=HELD_ON) == [TOLD]


@pytest.mark.parametrize("notes", BIRTHS)
def test_name_with_a_date_of_birth_is_asked_about(notes):
    assert asked_of_notes(notes, held_on=HELD_ON) == [BIRTH]


@pytest.mark.parametrize("notes", NOTHING_TO_ASK)
def test_notes_of_every_day_are_not_asked_about(notes):
    assert asked_of_notes(notes, held_on=HELD_ON) == []


def test_what_is_asked_about_stands_anywhere_in_the_notes():
    notes = "Good session.\nA girl told me that her stepfather hits her. Kyle 12/03/2012. Wifi down"

    assert asked_of_notes(notes, held_on=HELD_ON) == [TOLD, BIRTH]


def test_question_says_whom_to_tell_and_repeats_nothing():
    assert all(number in TOLD for number in (POLICE, EMERGENCY))
    assert "the person who leads on child protection at the school" in TOLD
