using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>What can be said about a protocol without running it. Parts that aren't in use are left alone.</summary>
/// <param name="Faults">What keeps the protocol from being submitted, in the order of the text.</param>
/// <param name="Warnings">What may be a mistake, in the order of the text.</param>
/// <param name="Hosts">The hosts that the text names, sorted.</param>
sealed record ProtocolReport(
    IReadOnlyList<ProtocolFinding> Faults,
    IReadOnlyList<ProtocolFinding> Warnings,
    IReadOnlyList<string> Hosts
)
{
    /// <summary>So many findings of a kind are enough to begin with.</summary>
    const int MaximumFindings = 100;

    const string GeneratingFunction = "generateProtocol";

    /// <summary>Looks at the draft of a study.</summary>
    public static ProtocolReport Of(Study study) => Of(study.Type, study.Draft.Protocol);

    /// <summary>Why the protocol can't be put before reviewers; null: it can.</summary>
    public Error? ToObstacle() => ObstacleOf(Faults);

    /// <summary>Why families can't begin; null: they can.</summary>
    /// <remarks>What was approved before a rule came up goes on, as long as browsers can read it.</remarks>
    public Error? ToObstacleForFamilies() =>
        ObstacleOf(Faults.Where(f => f.Code is ProtocolFinding.NotAScript or ProtocolFinding.NotAProtocol));

    static Error? ObstacleOf(IEnumerable<ProtocolFinding> faults)
    {
        Fault[] all = [.. faults.Select(fault => fault.ToFault())];
        return all is [] ? null : StudyErrors.ProtocolFaulty(all);
    }

    public static ProtocolReport Of(StudyType type, StudyProtocol protocol) =>
        type switch
        {
            StudyType.JsPsych => OfExperiment(protocol.Experiment),
            StudyType.Frameplayer when protocol.UseGenerator => OfGenerator(protocol.Generator),
            StudyType.Frameplayer => OfStructure(protocol.Structure),
            _ => OfAddress(protocol.ExternalUrl),
        };

    static ProtocolReport OfAddress(string address)
    {
        ProtocolFinding[] faults = ExternalStudyUrl.Parse(address) is null
            ? [Missing(ProtocolParts.ExternalUrl, "A study that runs elsewhere needs its address there.")]
            : [];
        return new(faults, [], NamedHosts.In([address]));
    }

    static ProtocolFinding Missing(string field, string message) =>
        new(ProtocolFinding.Required, field, message, null, null);

    static ProtocolReport OfExperiment(string text)
    {
        var (names, fault) = ProtocolText.ReadScript(text, ProtocolParts.Experiment, isModule: true);
        if (names is null)
            return OfUnreadable(text, fault);
        if (names.IsEmpty)
            return new(
                [Missing(ProtocolParts.Experiment, "A jsPsych study needs an experiment: there is no code.")],
                [],
                []
            );
        var members =
            from used in RunnerGlobals.UnknownMembersIn(names)
            select new ProtocolFinding(
                ProtocolFinding.NoSuchMember,
                ProtocolParts.Experiment,
                $"'{used.Owner}' has no member '{used.Member}'.",
                used.At.Line,
                used.At.Column
            );
        var plugins =
            from used in names.Globals
            where RunnerGlobals.IsUnknownPlugin(used.Name)
            select new ProtocolFinding(
                ProtocolFinding.UnknownPlugin,
                ProtocolParts.Experiment,
                $"The page loads no '{used.Name}': load it yourself, or check the name.",
                used.At.Line,
                used.At.Column
            );
        return new(InOrder(members), InOrder(plugins), NamedHosts.In(names.Texts));
    }

    static ProtocolReport OfGenerator(string text)
    {
        var (names, fault) = ProtocolText.ReadScript(text, ProtocolParts.Generator, isModule: false);
        if (names is null)
            return OfUnreadable(text, fault);
        ProtocolFinding[] faults = names.MakesFunction(GeneratingFunction)
            ? []
            :
            [
                new(
                    ProtocolFinding.NoGenerateProtocol,
                    ProtocolParts.Generator,
                    "A generator has a function 'generateProtocol(child, pastSessions)'.",
                    1,
                    1
                ),
            ];
        return new(faults, faults is [] ? WarningsOf(text) : [], NamedHosts.In(names.Texts));
    }

    /// <summary>
    /// The frameplayer runs a generator as <c>return</c> and then the text. Where no function comes of that, it looks into
    /// the structure, which isn't in use, and families see an error.
    /// </summary>
    static ProtocolFinding[] WarningsOf(string generator) =>
        ProtocolText.IsReturned(generator)
            ? []
            :
            [
                new(
                    ProtocolFinding.GeneratorNotReturned,
                    ProtocolParts.Generator,
                    "The frameplayer writes 'return' before this text, and can't begin when no function comes of it: begin "
                        + "with 'function generateProtocol(', and put everything else into it or behind it.",
                    1,
                    1
                ),
            ];

    static ProtocolReport OfStructure(string text)
    {
        var (texts, unknownFrames, fault) = ProtocolText.ReadStructure(text);
        var warnings =
            from frame in unknownFrames.Take(MaximumFindings)
            select new ProtocolFinding(
                ProtocolFinding.UnknownFrame,
                ProtocolParts.Structure,
                $"The sequence names '{frame}', which 'frames' doesn't have: the frameplayer can't begin.",
                null,
                null
            );
        return new(fault is null ? [] : [fault], [.. warnings], NamedHosts.In(texts));
    }

    /// <summary>Strings and comments can't be told apart here, so that all hosts count.</summary>
    static ProtocolReport OfUnreadable(string text, ProtocolFinding? fault) =>
        new(fault is null ? [] : [fault], [], NamedHosts.In([text]));

    static ProtocolFinding[] InOrder(IEnumerable<ProtocolFinding> findings) =>
        [.. findings.OrderBy(found => found.Line).ThenBy(found => found.Column).Take(MaximumFindings)];
}
