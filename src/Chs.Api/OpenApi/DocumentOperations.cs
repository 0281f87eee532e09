using Microsoft.OpenApi;

namespace Chs.Api.OpenApi;

/// <summary>Finds the operations of a document.</summary>
static class DocumentOperations
{
    extension(OpenApiDocument document)
    {
        public IEnumerable<OpenApiOperation> Operations() =>
            document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());
    }
}
