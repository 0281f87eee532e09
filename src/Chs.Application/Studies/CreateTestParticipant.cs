using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Makes a participant with whom a study is previewed. For whoever may preview the study.</summary>
public sealed record CreateTestParticipant(Guid StudyId, ChildInput Participant) : ICommand<TestParticipantView>
{
    internal sealed class Validator : AbstractValidator<CreateTestParticipant>
    {
        public Validator() =>
            RuleFor(x => x.Participant).SetValidator(new ChildInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, StudyFinder studies, Actor actor, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<CreateTestParticipant, Outcome<TestParticipantView>>
    {
        public async Task<Outcome<TestParticipantView>> Handle(
            CreateTestParticipant request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var deed = actor.Deed(time);
            var profile = request.Participant.ToProfile();
            var created = Child.CreateTest(found.Value, profile, deed, zone.Today(deed.At));
            if (created.Failed)
                return created.Error;
            db.Children.Add(created.Value);
            return TestParticipantView.Of(created.Value);
        }
    }
}

/// <summary>A participant with whom a study is previewed. It belongs to the study and is nobody's child.</summary>
public sealed record TestParticipantView
{
    /// <summary>Send it as <c>childId</c> to <c>startResponse</c>.</summary>
    public required Guid Id { get; init; }

    /// <example>Mika</example>
    public required string GivenName { get; init; }

    /// <example>2023-05-17</example>
    public required DateOnly Birthday { get; init; }

    public required Gender Gender { get; init; }

    /// <summary>In words, when the gender is <c>open</c>.</summary>
    public required string GenderSelfDescribe { get; init; }

    /// <summary>At birth. 0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null: not sure.</summary>
    /// <example>16</example>
    public required int? GestationalAge { get; init; }

    public required string AdditionalInformation { get; init; }

    /// <summary>Codes such as <c>deaf</c> or <c>multiple_birth</c>.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>Language codes, such as <c>en</c>.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    internal static TestParticipantView Of(Child participant) =>
        new()
        {
            Id = participant.Uuid,
            GivenName = participant.GivenName,
            Birthday = participant.Birthday,
            Gender = participant.Gender,
            GenderSelfDescribe = participant.GenderSelfDescribe,
            GestationalAge = participant.GestationalAge,
            AdditionalInformation = participant.AdditionalInformation,
            Conditions = [.. ChildTraits.List(participant.Conditions, ChildTraits.Conditions)],
            Languages = [.. ChildTraits.List(participant.Languages, ChildTraits.Languages)],
        };
}
