using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Rules on the consents of a study's responses.</summary>
sealed class ConsentRulings(IChsDb db, ResponseFinder finder, Actor actor, TimeProvider time)
{
    /// <summary>Rules on each response, or says which can't be ruled on.</summary>
    public async Task<Outcome<RuledConsents>> RuleAsync(
        Guid studyId,
        IReadOnlyList<ResponseRuling> rulings,
        CancellationToken cancellationToken
    )
    {
        var found = await finder.FindToRuleOnAsync(studyId, cancellationToken);
        if (found.Failed)
            return found.Error;
        var (study, toRuleOn) = found.Value;
        Guid[] ids = [.. rulings.Select(ruling => ruling.ResponseId)];
        var ruledOn = toRuleOn.Where(r => ids.Contains(r.Uuid));
        var responses = await ruledOn.ToDictionaryAsync(r => r.Uuid, cancellationToken);
        List<Error?> errors =
        [
            .. rulings.Select(ruling => Rule(responses.GetValueOrDefault(ruling.ResponseId), ruling)),
        ];
        if (errors.Exists(error => error is not null))
            return new RuledConsents(errors, []);

        // The rows in the database have the rulings only when the pipeline saves.
        var rows = await finder.RowsOf(ruledOn).ToDictionaryAsync(row => row.Id, cancellationToken);
        return new RuledConsents(
            errors,
            [.. rulings.Select(ruling => rows[ruling.ResponseId].ToItem(study) with { Consent = ruling.Ruling })]
        );
    }

    /// <returns>Null when the ruling stands.</returns>
    Error? Rule(Response? response, ResponseRuling ruling)
    {
        if (response is null)
            return Error.NotFound("response");
        var ruled = response.RuleOnConsent(ruling.Ruling, ruling.Comment, actor.Deed(time));
        if (ruled.Failed)
            return ruled.Error;
        db.ConsentRulings.Add(ruled.Value);
        return null;
    }
}

/// <summary>What came of rulings.</summary>
/// <param name="Errors">One for each ruling, in order; null: it stands.</param>
/// <param name="Responses">The responses in the order of the rulings; empty when one of these is refused.</param>
sealed record RuledConsents(IReadOnlyList<Error?> Errors, IReadOnlyList<ResponseListItem> Responses);
