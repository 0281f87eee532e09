using System.Text.Json.Nodes;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>What a submission declares, so that reviewers look at it.</summary>
public sealed record Declarations
{
    /// <summary>Families aren't told the whole truth at first.</summary>
    public Declaration? Deception { get; init; }

    /// <summary>A session takes more than 30 minutes.</summary>
    public Declaration? Length { get; init; }

    /// <summary>Consent isn't taken in the usual way.</summary>
    public Declaration? Consent { get; init; }

    /// <summary>Data go to a place outside of this site.</summary>
    public Declaration? ExternalData { get; init; }

    /// <summary>Families are asked for what could identify them.</summary>
    public Declaration? PersonalData { get; init; }

    /// <summary>Families are asked for, or shown, what is delicate.</summary>
    public Declaration? Sensitive { get; init; }

    /// <summary>Collecting data has already begun.</summary>
    public Declaration? CollectingData { get; init; }

    IEnumerable<(string Name, Declaration? Said)> All =>
        [
            ("issue_deception", Deception),
            ("issue_length", Length),
            ("issue_consent", Consent),
            ("issue_externaldata", ExternalData),
            ("issue_personaldata", PersonalData),
            ("issue_sensitive", Sensitive),
            ("collecting_data", CollectingData),
        ];

    /// <summary>With the reference's names, so that imported and own studies say the same.</summary>
    internal string ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, said) in All)
        {
            if (said is null)
                continue;
            json[name] = said.Applies;
            if (said.Details.Length > 0)
                json[$"{name}_description"] = said.Details;
        }

        return json.ToJsonString();
    }

    internal sealed class Validator : AbstractValidator<Declarations>
    {
        public Validator()
        {
            var one = new Declaration.Validator();
            RuleFor(x => x.Deception!).SetValidator(one).When(x => x.Deception is not null);
            RuleFor(x => x.Length!).SetValidator(one).When(x => x.Length is not null);
            RuleFor(x => x.Consent!).SetValidator(one).When(x => x.Consent is not null);
            RuleFor(x => x.ExternalData!).SetValidator(one).When(x => x.ExternalData is not null);
            RuleFor(x => x.PersonalData!).SetValidator(one).When(x => x.PersonalData is not null);
            RuleFor(x => x.Sensitive!).SetValidator(one).When(x => x.Sensitive is not null);
            RuleFor(x => x.CollectingData!).SetValidator(one).When(x => x.CollectingData is not null);
        }
    }
}

/// <summary>One declaration.</summary>
public sealed record Declaration
{
    /// <summary>Whether it is so.</summary>
    public required bool Applies { get; init; }

    /// <summary>What reviewers should know; at most 5,000 characters.</summary>
    public string Details { get; init; } = "";

    internal sealed class Validator : AbstractValidator<Declaration>
    {
        public Validator() =>
            RuleFor(x => x.Details).NotNull().MaximumLength(5000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }
}
