using Chs.Application.Accounts;
using Chs.Application.Eligibility;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Opens sessions. At most one of a child, study and kind is open, which a unique index guarantees.</summary>
sealed class ResponseOpener(IChsDb db, EligibilityReader eligibility, SiteTimeZone zone, TimeProvider time)
{
    /// <summary>How long after its creation an empty session is resumed.</summary>
    static readonly TimeSpan ResumedWithin = TimeSpan.FromHours(24);

    /// <summary>Takes up the open session when nothing was saved in it yet; opens a new one otherwise.</summary>
    public async Task<(Response Response, bool IsResumed)> ResumeOrOpenAsync(
        NewSession beginning,
        CancellationToken cancellationToken
    )
    {
        var open = await FindOpenAsync(beginning, cancellationToken);
        if (open is not null && MayResume(open, beginning))
            return (open, true);
        return (await OpenAsync(beginning, open, cancellationToken), false);
    }

    /// <remarks>
    /// Whether there is anything in it that a new beginning would mix with: another question than whether it counts as
    /// participation, which an external session always does.
    /// </remarks>
    bool MayResume(Response open, NewSession beginning) =>
        open is { EntryCount: 0, Completed: false }
        && open.StudyVersion == beginning.Version
        && open.ParticipantId == beginning.UserId
        && time.GetUtcNow() - open.CreatedAt < ResumedWithin;

    /// <summary>The open session of a child in a study; null when there is none.</summary>
    public Task<Response?> FindOpenAsync(NewSession beginning, CancellationToken cancellationToken)
    {
        var study = beginning.Study.Id;
        var child = beginning.Child.Id;
        var isPreview = beginning.IsPreview;
        return db.Responses.SingleOrDefaultAsync(
            r => r.StudyId == study && r.ChildId == child && r.IsPreview == isPreview && r.IsOpen,
            cancellationToken
        );
    }

    /// <summary>Adds a new session in which the actor takes part, and closes the one that was open.</summary>
    /// <param name="open">
    /// The open session that was found when it was decided to create a new one; null when there was none.
    /// It isn't looked up again here: that would close a session which another window has opened meanwhile.
    /// The unique index refuses the second of two such sessions instead.
    /// </param>
    public async Task<Response> OpenAsync(NewSession beginning, Response? open, CancellationToken cancellationToken)
    {
        var (study, version, child, user, isPreview) = beginning;
        var now = time.GetUtcNow();
        // The unique index sees this one closed first, because updates of a table are saved before inserts.
        open?.Close();
        var demographicsKey = await db
            .DemographicSnapshots.NewestFirst(user)
            .Select(d => (long?)d.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var trace = await JudgeAsync(study, child, now, cancellationToken);
        var response = Response.Start(study, version, child.Id, user, demographicsKey, isPreview, trace.Codes, now);
        db.Responses.Add(response);
        db.ResponseEligibility.Add(ResponseEligibility.Of(response, trace));
        return response;
    }

    async Task<EligibilityTrace> JudgeAsync(
        Study study,
        Child child,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rules = await eligibility.RulesOfAsync(study, cancellationToken);
        var parts = await eligibility.PartsTakenAsync([child.Id], rules.OtherStudies, cancellationToken);
        // The day in the site's zone decides the child's age.
        var today = zone.Today(now);
        return rules.Judge(ChildFacts.Of(child, today), today, [.. parts[child.Id]]);
    }
}

/// <summary>A session that begins.</summary>
/// <param name="Study">The study; it isn't changed.</param>
/// <param name="Version">Number of the version of the protocol that it runs.</param>
/// <param name="Child">Who takes part.</param>
/// <param name="UserId">Key of the account of who plays: the only one who may write.</param>
sealed record NewSession(Study Study, int Version, Child Child, long UserId, bool IsPreview);
