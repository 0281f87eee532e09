namespace Chs.Domain.Studies;

/// <summary>Refusals about studies. Codes are part of the v3 contract.</summary>
public static class StudyErrors
{
    const string NoFamiliesNow = "This study doesn't take families at the moment.";

    /// <summary>Researchers may write pages about whom to ask.</summary>
    const int MaximumContact = 500;

    public static readonly Error NotBuilt = Error.Conflict(
        "study.not_built",
        "Build the experiment runner before you start the study."
    );

    public static readonly Error LabNotApproved = Error.Conflict(
        "study.lab_not_approved",
        "The study's lab isn't approved to test yet."
    );

    public static readonly Error ApprovalExpired = Error.Conflict(
        "study.ethics_approval_ended",
        "The ethics board's approval has ended: enter the new date first."
    );

    public static readonly Error HasResponses = Error.Conflict(
        "study.has_responses",
        "Families have sessions in this study: archive it instead."
    );

    public static readonly Error NeededByOthers = Error.Conflict(
        "study.needed_by_others",
        "Other studies name this one in their criteria: take it out there first."
    );

    public static readonly Error BuildRunning = Error.Conflict(
        "study.build_running",
        "A build of this study is running: cancel it first."
    );

    public static readonly Error NothingLive = Error.Conflict(
        "study.nothing_live",
        "A draft stands beside what families run only while a study is active or paused."
    );

    public static readonly Error RunnerBesideLive = Error.Conflict(
        "study.runner_beside_live",
        "Another runner can't stand beside the one that families load: save it without isBesideLive, which sends the study back for review."
    );

    public static readonly Error NothingToPropose = Error.Conflict(
        "study.nothing_to_propose",
        "There is no draft beside what was approved."
    );

    public static readonly Error NothingProposed = Error.Conflict(
        "study.nothing_proposed",
        "No draft waits for reviewers."
    );

    /// <summary>Code of <see cref="NotActive"/>, which pages show under a heading of its own.</summary>
    public const string NotActiveCode = "study.not_active";

    /// <summary>Families can't take part now, though they could before.</summary>
    /// <param name="contact">Whom they can ask, in words; empty: nobody is known.</param>
    public static Error NotActive(string contact) =>
        Error.Conflict(NotActiveCode, string.Concat(NoFamiliesNow, QuestionsTo(contact)));

    public static readonly Error LastAdmin = Error.Conflict(
        "study.last_admin",
        "A study needs an admin: make somebody else one first, or hand the study over (handOver)."
    );

    public static readonly Error NotInTheLab = Error.Conflict(
        "study.not_in_the_lab",
        "Only members of the study's lab can work on it."
    );

    /// <summary><see cref="NotInTheLab"/> where it is about several studies.</summary>
    /// <param name="studies">Their names.</param>
    public static Error NotInTheLabOf(string studies) =>
        NotInTheLab with
        {
            Message =
                $"Only members of a study's lab can work on it: take the person into the labs of {studies} first.",
        };

    public static readonly Error NotForThisRunner = Error.Conflict(
        "study.other_runner",
        "This study is run in another way."
    );

    public static readonly Error NoAddress = Error.Conflict(
        "study.no_address",
        "The study runs elsewhere, and nobody has said yet where."
    );

    /// <summary>Reviewers and families get only protocols without faults.</summary>
    /// <param name="faults">Each points to a member of the study, such as <c>/experiment</c>.</param>
    public static Error ProtocolFaulty(IReadOnlyList<Fault> faults) =>
        Error.Conflict("study.protocol_faulty", "The study's protocol has faults: correct them first.") with
        {
            Faults = faults,
        };

    static string QuestionsTo(string contact)
    {
        var trimmed = contact.Trim();
        if (trimmed.Length > MaximumContact)
            trimmed = $"{trimmed[..MaximumContact]}…";
        return trimmed.Length == 0 ? "" : $" If you have questions, ask: {trimmed}";
    }

    public static Error WrongState(StudyState state, StudyTrigger trigger) =>
        Error.Conflict("study.wrong_state", $"'{Word(trigger)}' isn't possible while a study is '{Word(state)}'.");

    /// <summary>A submission of a study whose families go on with the approved version.</summary>
    public static Error ProposeInstead(StudyState state) =>
        Error.Conflict(
            "study.wrong_state",
            $"The study is '{Word(state)}', and families go on with the approved version: propose its draft instead."
        );

    /// <summary>The name that the contract has for it.</summary>
    static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }
}
