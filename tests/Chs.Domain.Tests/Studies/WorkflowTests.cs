using System.Text.Json;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class WorkflowTests
{
    /// <summary>The allowed steps: state, trigger and next state. Every other pair of state and trigger is refused.</summary>
    const string Steps = """
        created submit submitted
        rejected submit submitted
        retracted submit submitted
        sentBack submit submitted
        rejected resubmit submitted
        sentBack resubmit submitted
        retracted resubmit submitted
        submitted approve approved
        submitted reject rejected
        approved reject rejected
        active reject rejected
        paused reject rejected
        deactivated reject rejected
        submitted retract retracted
        approved activate active
        paused activate active
        active pause paused
        active deactivate deactivated
        paused deactivate deactivated
        created archive archived
        submitted archive archived
        rejected archive archived
        retracted archive archived
        sentBack archive archived
        approved archive archived
        active archive archived
        paused archive archived
        deactivated archive archived
        """;

    public static TheoryData<StudyState, StudyTrigger> Pairs()
    {
        var pairs = new TheoryData<StudyState, StudyTrigger>();
        foreach (var state in Enum.GetValues<StudyState>())
        foreach (var trigger in Enum.GetValues<StudyTrigger>())
            pairs.Add(state, trigger);
        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Leads_where_the_table_says_and_nowhere_else(StudyState state, StudyTrigger trigger)
    {
        var step = Steps
            .Split('\n')
            .Select(line => line.Split(' '))
            .SingleOrDefault(words => words[0] == Word(state) && words[1] == Word(trigger));
        Assert.Equal(step?[2], Workflow.NextState(state, trigger) is { } next ? Word(next) : null);
    }

    [Fact]
    public void Has_as_many_steps_as_the_table() =>
        Assert.Equal(
            Steps.Split('\n').Length,
            Enum.GetValues<StudyState>()
                .Sum(state =>
                    Enum.GetValues<StudyTrigger>().Count(trigger => Workflow.NextState(state, trigger) is not null)
                )
        );

    [Fact]
    public void A_submission_is_offered_by_one_name()
    {
        Assert.Equal([StudyTrigger.Submit, StudyTrigger.Archive], Workflow.AllowedTriggers(StudyState.Created));
        foreach (var state in (StudyState[])[StudyState.Rejected, StudyState.Retracted, StudyState.SentBack])
            Assert.Equal([StudyTrigger.Resubmit, StudyTrigger.Archive], Workflow.AllowedTriggers(state));
    }

    static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
