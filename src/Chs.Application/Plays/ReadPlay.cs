using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Plays;

/// <summary>Reads what the page of a play needs to know, as long as the play may still begin a session.</summary>
public sealed record ReadPlay : IQuery<PlayView>, IPlayOnly
{
    internal sealed class Handler(PlayedStudyFinder studies, ISeal seal, Actor actor)
        : IRequestHandler<ReadPlay, Outcome<PlayView>>
    {
        public async Task<Outcome<PlayView>> Handle(ReadPlay request, CancellationToken cancellationToken)
        {
            var play = actor.Play!;
            var found = await studies.FindAsync(play, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var whole = $"{actor.Id} {play.StudyId} {play.ChildId} {play.IsPreview}";
            return new PlayView(
                study.Type,
                study.Details.Name,
                study.Details.ContactInfo,
                Convert.ToHexStringLower(seal.Derive($"person at a play host {actor.Id}")),
                Convert.ToHexStringLower(seal.Derive($"name of unsent data {whole}")),
                seal.Derive($"key of unsent data {whole}")
            );
        }
    }
}

/// <summary>What the page of a play needs to know.</summary>
/// <param name="Type">How the study is run.</param>
/// <param name="StudyName">For the page's title.</param>
/// <param name="Contact">Whom the family can ask; may be empty.</param>
/// <param name="Person">Stands for the person who plays, so that a browser notices another one; tells nothing else.</param>
/// <param name="UnsentTag">Stands for this person, study, participant and kind: names what the browser couldn't send.</param>
/// <param name="UnsentKey">Encrypts what the browser couldn't send, 32 bytes; another play has another one.</param>
public sealed record PlayView(
    StudyType Type,
    string StudyName,
    string Contact,
    string Person,
    string UnsentTag,
    byte[] UnsentKey
);
