using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Saves the family's answers to the demographic survey as a new version. Earlier ones stay: sessions go on showing those
/// of their time.
/// </summary>
public sealed record CreateDemographics(NewDemographics Answers) : ICommand<DemographicsView>, IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<CreateDemographics>
    {
        public Validator() =>
            RuleFor(x => x.Answers).SetValidator(new NewDemographics.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, Actor actor, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<CreateDemographics, Outcome<DemographicsView>>
    {
        public async Task<Outcome<DemographicsView>> Handle(
            CreateDemographics request,
            CancellationToken cancellationToken
        )
        {
            var now = time.GetUtcNow();
            if (FaultsOf(request.Answers, zone.Today(now)) is { Count: > 0 } faults)
                return Error.Invalid(faults);
            var previous = await db
                .DemographicSnapshots.NewestFirst(actor.Key)
                .Select(d => (long?)d.Id)
                .FirstOrDefaultAsync(cancellationToken);
            var snapshot = DemographicSnapshot.Take(actor.Key, previous, request.Answers.ToAnswers(), now);
            db.DemographicSnapshots.Add(snapshot);
            db.Audit.Add(AuditEntry.Of(actor.Id, "save demographics", snapshot.Uuid, "{}", now));
            return DemographicsView.Of(snapshot);
        }

        static List<Fault> FaultsOf(NewDemographics answers, DateOnly today) =>
            [
                .. answers
                    .ChildBirthdays.Index()
                    .Where(birthday => birthday.Item > today)
                    .Select(birthday => new Fault(
                        $"/childBirthdays/{birthday.Index}",
                        "in_future",
                        "This day is in the future."
                    )),
            ];
    }
}
