using Chs.Infrastructure.Settings;

namespace Chs.Api.FrontEnds;

/// <summary>Lets pages of front ends at other origins call v3.</summary>
static class FrontEndCors
{
    /// <remarks>Without credentials: such a page sends a token, never a family's cookie.</remarks>
    public static IServiceCollection AddFrontEndCors(this IServiceCollection services, ChsSettings settings) =>
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. settings.AllowedOrigins])
                    .AllowAnyMethod()
                    .AllowAnyHeader()
                    .WithExposedHeaders(
                        "ETag",
                        "Location",
                        "Idempotent-Replayed",
                        "Content-Disposition",
                        "Retry-After",
                        "Sunset"
                    )
                    .SetPreflightMaxAge(TimeSpan.FromHours(1))
            )
        );

    public static void UseFrontEndCors(this WebApplication app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api/v3"), v3 => v3.UseCors());
}
