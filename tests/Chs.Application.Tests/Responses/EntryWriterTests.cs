using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Moq;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>
/// Which entries a save adds. Saves that change stored entries read them from the database, and are tested there.
/// </summary>
public class EntryWriterTests
{
    static readonly ResponseFlags Flags = new() { SurveyConsent = true };

    readonly Response _response = StartResponse();
    int _before;

    /// <summary>Ordinals of the entries that were added since the last look.</summary>
    IEnumerable<int> Added => _response.Entries.Skip(_before).Select(entry => entry.Ordinal);

    [Fact]
    public async Task Adds_every_trial_of_the_first_save()
    {
        await WriteAsync(Some.Trials(3));
        Assert.Equal([0, 1, 2], Added);
        Assert.Equal(3, _response.EntryCount);
    }

    [Fact]
    public async Task Adds_only_the_trials_that_follow_those_that_are_stored()
    {
        await WriteAsync(Some.Trials(3));
        _before = _response.Entries.Count;
        await WriteAsync(Some.Trials(5));
        Assert.Equal([3, 4], Added);
    }

    [Fact]
    public async Task Adds_nothing_when_a_save_repeats_what_is_stored()
    {
        await WriteAsync(Some.Trials(3));
        _before = _response.Entries.Count;
        await WriteAsync(Some.Trials(3));
        Assert.Empty(Added);
    }

    [Fact]
    public async Task Refuses_fewer_trials_than_are_stored_and_adds_nothing()
    {
        await WriteAsync(Some.Trials(3));
        _before = _response.Entries.Count;
        var refused = await WriteAsync(Some.Trials(2));
        Assert.Equal(ResponseErrors.Shrinks(3, 2).Faults, refused.Error?.Faults);
        Assert.Empty(Added);
    }

    [Fact]
    public async Task Refuses_an_object_where_trials_are_expected()
    {
        var refused = await WriteAsync("""{"a":1}""");
        Assert.Equal(ResponseErrors.NotAList, refused.Error);
        Assert.Empty(Added);
    }

    [Fact]
    public async Task Applies_all_flags_of_a_save_that_was_not_overtaken() =>
        Assert.Same(Flags, (await WriteAsync(Some.Trials(1))).Value);

    [Fact]
    public async Task Keeps_the_answers_of_the_last_exit_survey()
    {
        const string exit = """{"chs_type":"exit","response":{"withdrawal":true}}""";
        await WriteAsync($"[{exit},{exit.Replace("true", "false")},5]");
        Assert.Equal("""{"withdrawal":false}""", _response.ExitAnswers);
    }

    Task<Outcome<ResponseFlags>> WriteAsync(string json) =>
        new EntryWriter(Mock.Of<IChsDb>()).WriteAsync(_response, Some.Data(json), Flags, Some.Moment, default);

    static Response StartResponse()
    {
        var deed = new Deed(Guid.NewGuid(), 1, Some.Moment);
        var lab = Lab.Create(new LabProfile("L", "", "", "l@l.l", "", "", ""), deed);
        var study = Some.Study(lab, deed);
        return Response.Start(study, 1, child: 1, participant: 1, null, preview: false, [], Some.Moment);
    }
}
