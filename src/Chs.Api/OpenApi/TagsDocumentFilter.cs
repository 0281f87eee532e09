using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the tags under which a document groups its operations.</summary>
sealed class TagsDocumentFilter : IDocumentFilter
{
    static readonly Dictionary<string, string> Descriptions = new()
    {
        ["Accounts"] = "Accounts, log-ins and keys for scripts.",
        ["Children"] = "Your children.",
        ["Labs"] = "Labs and their approval.",
        ["Versions"] = "The versions of a study's protocol, and the differences between them.",
        ["Site"] = "The site's texts and institutions.",
        ["Staff"] = "Accounts of the whole site, and what waits for its reviewers.",
        ["Studies"] = "Studies as researchers see them.",
        ["Audit"] = "Who did or read what.",
        ["Builds"] = "Turning an experiment runner and a study into the files that families load.",
        ["Taking part"] = "What families do.",
        ["Researchers"] = "Who works on a study, and what they may do.",
        ["Responses"] = "What was recorded, and the consent to it.",
        ["Exports"] = "Data as files.",
        ["Videos"] = "Video recordings of sessions.",
        // Resources of v1 and v2.
        ["root"] = "The addresses of the lists.",
        ["users"] = "People, and what belongs to them.",
        ["demographics"] = "Families' answers to the demographic survey.",
        ["studies"] = "Studies, and their responses.",
        ["children"] = "Children.",
        ["labs"] = "Labs.",
        ["past-sessions"] = "A child's earlier sessions of a study.",
        ["responses"] = "Sessions and their data.",
        ["feedback"] = "What researchers say to families about a session.",
        ["video"] = "Video recordings of sessions.",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var names = swaggerDoc
            .Operations()
            .SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id ?? "")
            .Distinct()
            .Order(StringComparer.Ordinal);
        swaggerDoc.Tags = names
            .Select(name => new OpenApiTag { Name = name, Description = Descriptions[name] })
            .ToHashSet();
    }
}
