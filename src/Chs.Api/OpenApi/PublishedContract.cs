using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Chs.Api.OpenApi;

/// <summary>Writes the documents as they are served, for the copies in the repository.</summary>
static class PublishedContract
{
    public static async Task WriteAsync(IServiceProvider services, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])["v3", "runner"])
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.json"), await TextOfAsync(services, name));
    }

    public static async Task<string> TextOfAsync(IServiceProvider services, string name)
    {
        using var scope = services.CreateScope();
        var document = scope.ServiceProvider.GetRequiredService<ISwaggerProvider>().GetSwagger(name);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0);
    }
}
