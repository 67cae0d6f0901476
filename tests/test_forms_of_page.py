from tests.forms_of_page import forms_with_words


def test_forms_that_take_words_are_those_that_are_posted_and_have_a_box():
    html = """
    <form method="post" action="/a"><input type="hidden" name="x"><textarea></textarea></form>
    <form method="post" action="/b"><input type="radio"><input type="hidden"></form>
    <form method="get" action="/c"><input type="search"></form>
    <input type="text">
    <form METHOD="POST" action="/d"><input type="EMAIL"><input></form>
    """

    assert forms_with_words(html) == ["/a", "/d"]
