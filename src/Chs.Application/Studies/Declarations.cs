using System.Text.Json.Nodes;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>What a submission declares for the reviewers' attention.</summary>
public sealed record Declarations
{
    /// <summary>Families aren't told the whole truth at first.</summary>
    public Declaration? Deception { get; init; }

    /// <summary>A session takes more than 30 minutes.</summary>
    public Declaration? Length { get; init; }

    /// <summary>Consent isn't taken in the usual way.</summary>
    public Declaration? Consent { get; init; }

    /// <summary>Data are sent to a place outside of this site.</summary>
    public Declaration? ExternalData { get; init; }

    /// <summary>Families are asked for information that could identify them.</summary>
    public Declaration? PersonalData { get; init; }

    /// <summary>Families are asked for, or shown, sensitive content.</summary>
    public Declaration? Sensitive { get; init; }

    /// <summary>Data collection has already begun.</summary>
    public Declaration? CollectingData { get; init; }

    IEnumerable<(string Name, Declaration? Declaration)> Named =>
        [
            ("issue_deception", Deception),
            ("issue_length", Length),
            ("issue_consent", Consent),
            ("issue_externaldata", ExternalData),
            ("issue_personaldata", PersonalData),
            ("issue_sensitive", Sensitive),
            ("collecting_data", CollectingData),
        ];

    /// <summary>Uses the reference's member names, so that imported and new studies have the same form.</summary>
    internal string ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, declaration) in Named)
        {
            if (declaration is null)
                continue;
            json[name] = declaration.Applies;
            if (declaration.Details.Length > 0)
                json[$"{name}_description"] = declaration.Details;
        }

        return json.ToJsonString();
    }

    internal sealed class Validator : AbstractValidator<Declarations>
    {
        public Validator()
        {
            var declaration = new Declaration.Validator();
            RuleFor(x => x.Deception!).SetValidator(declaration).When(x => x.Deception is not null);
            RuleFor(x => x.Length!).SetValidator(declaration).When(x => x.Length is not null);
            RuleFor(x => x.Consent!).SetValidator(declaration).When(x => x.Consent is not null);
            RuleFor(x => x.ExternalData!).SetValidator(declaration).When(x => x.ExternalData is not null);
            RuleFor(x => x.PersonalData!).SetValidator(declaration).When(x => x.PersonalData is not null);
            RuleFor(x => x.Sensitive!).SetValidator(declaration).When(x => x.Sensitive is not null);
            RuleFor(x => x.CollectingData!).SetValidator(declaration).When(x => x.CollectingData is not null);
        }
    }
}
