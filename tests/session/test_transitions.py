"""What a person decides, and what follows from it."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.made import FINDINGS, analysis

from venvoy import company
from venvoy import session as transitions
from venvoy.model.finding import Finding, Remedy
from venvoy.model.plan import Answer, Choices, Decisions, InstallerChoice
from venvoy.model.step import Step
from venvoy.session import Session

SHOP = transitions.begin(analysis())
USER, GUARD, PREFIX, GLOBAL, KEPT = (f.id for f in FINDINGS)


def answers(session: Session) -> dict[str, Answer]:
    """Return what was answered, without the reasons."""
    return {finding: decision.answer for finding, decision in session.decisions.answers.items()}


class TestBegin:
    """Where a sitting starts."""

    def test_starts_at_the_first_question(self) -> None:
        """A new sitting is in the review, at the first finding that asks for an answer, with nothing decided."""
        assert (Step.REVIEW, USER, Decisions(), ()) == (SHOP.step, SHOP.selected, SHOP.decisions, SHOP.history)

    def test_counts_only_what_asks(self) -> None:
        """Advice and what is better kept are no questions."""
        assert [USER, PREFIX, GLOBAL] == [f.id for f in SHOP.to_decide]
        assert 0 == SHOP.decided

    def test_a_file_without_findings(self) -> None:
        """There is nothing to select, and every transition says so instead of failing."""
        empty = transitions.begin(analysis(b"FROM scratch\n", ()))

        assert None is empty.selected
        assert "There is no finding to accept." == transitions.accept(empty).notice
        assert "There is no finding to keep." == transitions.keep(empty).notice
        assert "There is no finding to go to." == transitions.move(empty, 1).notice


class TestAccept:
    """Accepting one finding."""

    def test_moves_together(self) -> None:
        """What cannot be half done is accepted together, and that is said."""
        session = transitions.accept(SHOP)

        assert {USER: Answer.ACCEPT, PREFIX: Answer.ACCEPT} == answers(session)
        assert (
            "✓ Accepted user-install (line 4), and with it copied-prefix (line 10): one does not go without the other. "
            "z takes it back."
        ) == session.notice

    def test_goes_on_to_the_next_question(self) -> None:
        """The selection passes advice and what is accepted already."""
        assert GLOBAL == transitions.accept(SHOP).selected

    def test_the_last_one_says_what_is_next(self) -> None:
        """When all is decided, the notice points to the preview and the selection stays."""
        session = transitions.accept(transitions.accept(SHOP))

        assert GLOBAL == session.selected
        assert session.notice.endswith("All is decided: 4 shows what would change.")

    def test_what_has_no_rewrite_is_refused(self) -> None:
        """A finding without a remedy cannot be accepted; the reason is told and nothing changes."""
        session = transitions.accept(transitions.select(SHOP, KEPT))

        assert {} == answers(session)
        assert "user-base (line 11) is better kept. The comment above it says so." == session.notice

    def test_what_this_version_cannot_rewrite(self) -> None:
        """A finding that is neither better kept nor can be rewritten asks for nothing, and accepting it says why."""
        known = evolve(FINDINGS[3], remedy=Remedy.NONE, reason="The Python comes from the distribution.")
        session = transitions.accept(transitions.begin(analysis(findings=(known,))))

        assert () == session.to_decide
        assert (
            "global-install (line 13) cannot be rewritten by this version. The Python comes from the distribution."
        ) == session.notice

    def test_advice_needs_no_answer(self) -> None:
        """Advice travels with the rest; accepting it says so and decides nothing."""
        session = transitions.accept(transitions.select(SHOP, GUARD))

        assert {} == answers(session)
        assert "is advice" in session.notice


class TestKeep:
    """Keeping one finding."""

    def test_keeps_with_a_reason(self) -> None:
        """The reason is remembered without the blanks around it."""
        session = transitions.keep(transitions.select(SHOP, GLOBAL), "  the platform wants it ")

        assert "the platform wants it" == session.decisions.answers[GLOBAL].reason
        assert Answer.KEEP is session.answer(GLOBAL)

    def test_takes_along_what_leaned_on_it(self) -> None:
        """An accepted finding that cannot go without a kept one is kept with it."""
        accepted = transitions.accept(SHOP)

        kept = transitions.keep(transitions.select(accepted, PREFIX), "no")

        assert {USER: Answer.KEEP, PREFIX: Answer.KEEP} == answers(kept)

    def test_leaves_the_undecided_alone(self) -> None:
        """A finding that leans on the kept one but was not accepted stays undecided."""
        assert {PREFIX: Answer.KEEP} == answers(transitions.keep(transitions.select(SHOP, PREFIX)))


class TestToggle:
    """Turning one finding over."""

    def test_there_and_back(self) -> None:
        """Toggling accepts with company and takes back with company, without going on."""
        on = transitions.toggle(SHOP, PREFIX)
        off = transitions.toggle(on, PREFIX)

        assert {USER: Answer.ACCEPT, PREFIX: Answer.ACCEPT} == answers(on)
        assert PREFIX == on.selected
        assert {} == answers(off)
        assert PREFIX == off.selected

    def test_an_unknown_finding(self) -> None:
        """A line without a finding behind it toggles nothing."""
        assert "This line does not come from a finding." == transitions.toggle(SHOP, "nothing:1").notice


class TestAcceptAllSafe:
    """Accepting whatever is safe."""

    def test_accepts_the_safe_ones(self) -> None:
        """Whatever needs a look stays undecided, is selected, and is counted in the notice."""
        session = transitions.accept_all_safe(SHOP)

        assert {USER: Answer.ACCEPT, PREFIX: Answer.ACCEPT} == answers(session)
        assert GLOBAL == session.selected
        assert "✓ Accepted 2 safe findings; 1 more needs a look from you. z takes it back." == session.notice

    def test_not_what_brings_an_unsafe_one_along(self) -> None:
        """A safe finding that needs an unsafe one is not safe."""
        findings = (FINDINGS[0], evolve(FINDINGS[2], remedy=Remedy.REVIEW))

        session = transitions.accept_all_safe(transitions.begin(analysis(findings=findings)))

        assert {} == answers(session)
        assert "No undecided finding has a rewrite that is safe without a look." == session.notice

    def test_not_against_a_kept_one(self) -> None:
        """A finding whose company is kept stays undecided."""
        kept = transitions.keep(transitions.select(SHOP, PREFIX))

        assert {PREFIX: Answer.KEEP} == answers(transitions.accept_all_safe(kept))


class TestTakeBack:
    """Taking turns back."""

    def test_every_kind_of_turn(self) -> None:
        """Each turn is taken back by one key, choices among them, the selection too."""
        uv = evolve(SHOP.decisions.choices, installer=InstallerChoice.UV)
        session = transitions.choose(transitions.accept(SHOP), uv, "uv")

        once = transitions.take_back(session)
        twice = transitions.take_back(once)

        assert (Choices(), "Taken back: uv.") == (once.decisions.choices, once.notice)
        assert (SHOP.decisions, USER) == (twice.decisions, twice.selected)
        assert "Taken back: accept user-install (line 4)." == twice.notice

    def test_nothing_to_take_back(self) -> None:
        """At the start there is nothing to take back, and that is said."""
        assert "There is no decision to take back." == transitions.take_back(SHOP).notice

    def test_a_choice_that_changes_nothing_is_no_turn(self) -> None:
        """Choosing what is chosen leaves no trace in the history."""
        assert SHOP is transitions.choose(SHOP, SHOP.decisions.choices, "keep")


class TestMove:
    """Walking through the list."""

    def test_walks_the_list_and_stops_at_its_ends(self) -> None:
        """Keys n and p go through every finding, advice too, and tell where the list ends."""
        last = SHOP
        for _ in FINDINGS[1:]:
            last = transitions.move(last, 1)

        assert KEPT == last.selected
        assert transitions.move(last, 1).notice.startswith("This is the last finding.")
        assert "This is the first finding." == transitions.move(SHOP, -1).notice

    def test_an_unknown_finding_is_not_selected(self) -> None:
        """Selecting what is not there changes nothing."""
        assert SHOP is transitions.select(SHOP, "nothing:1")

    def test_steps(self) -> None:
        """Any step can be jumped to."""
        assert Step.APPLY is transitions.go(SHOP, Step.APPLY).step


class TestTogether:
    """What moves together."""

    def test_reaches_through_chains_and_circles(self) -> None:
        """Company is found through others, once each, also when it goes round in a circle."""
        chain = [
            evolve(FINDINGS[0], id=name, needs=needs) for name, needs in (("a", ("b",)), ("b", ("c",)), ("c", ("a",)))
        ]

        assert ("a", "b", "c") == company.together(chain, "a")
        assert ("b", "a", "c") == company.leaning_on(chain, "b")

    def test_an_id_that_is_not_there(self) -> None:
        """A need that names no finding is passed over."""
        assert ("a",) == company.together([evolve(FINDINGS[0], id="a", needs=("gone",))], "a")

    def test_places(self) -> None:
        """Lines are named once each, in their order, and counted when they are many."""
        findings = [evolve(FINDINGS[0], lines=type(FINDINGS[0].lines)(n, n)) for n in (9, 4, 4, 12, 15, 20)]

        assert "line 9" == company.places(findings[:1])
        assert "lines 4 and 9" == company.places(findings[:3])
        assert "lines 4, 9, 12 and 15" == company.places(findings[:5])
        assert "lines 4, 9, 12 and 2 more" == company.places(findings)

    def test_long_lists_are_cut_in_the_notice(self) -> None:
        """Ten findings that move together are counted, not listed."""
        ids = [f"user-install:{n}" for n in range(1, 11)]
        findings = tuple(
            evolve(FINDINGS[0], id=i, needs=tuple(ids), lines=type(FINDINGS[0].lines)(n, n))
            for n, i in enumerate(ids, 1)
        )

        session = transitions.accept(transitions.begin(analysis(findings=findings)))

        assert "and with it user-install (line 2), user-install (line 3) and 7 more:" in session.notice


TURNS = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.sampled_from(FINDINGS)),
        st.tuples(st.just("keep"), st.sampled_from(FINDINGS)),
        st.tuples(st.just("toggle"), st.sampled_from(FINDINGS)),
        st.tuples(st.just("safe"), st.sampled_from(FINDINGS)),
    ),
    max_size=12,
)


def done(session: Session, turn: tuple[str, Finding]) -> Session:
    """Return *session* after *turn*."""
    what, finding = turn
    if what == "toggle":
        return transitions.toggle(session, finding.id)
    if what == "safe":
        return transitions.accept_all_safe(session)
    selected = transitions.select(session, finding.id)
    return transitions.accept(selected) if what == "accept" else transitions.keep(selected)


class TestProperties:
    """What holds whatever is done."""

    @given(TURNS)
    def test_nothing_is_half_accepted(self, turns: list[tuple[str, Finding]]) -> None:
        """Whatever is done in whatever order: what is accepted has its company accepted."""
        session = SHOP
        for turn in turns:
            session = done(session, turn)

        for finding in session.accepted:
            for other in company.together(session.findings, finding):
                assert Answer.ACCEPT is session.answer(other)

    @given(TURNS)
    def test_taking_everything_back_leads_to_the_start(self, turns: list[tuple[str, Finding]]) -> None:
        """z, as often as there were turns, gives the decisions of the start."""
        session = SHOP
        for turn in turns:
            session = done(session, turn)

        while session.history:
            session = transitions.take_back(session)

        assert SHOP.decisions == session.decisions
