using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>The ways in which a client shows who it is.</summary>
static class SecuritySchemes
{
    public const string Token = "token",
        RunnerToken = "runnerToken",
        Session = "session";

    public static void AddSecuritySchemes(this SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(
            Token,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "v3: a key of `POST /api/v3/me/tokens`.",
            }
        );
        options.AddSecurityDefinition(
            RunnerToken,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = "v1 and v2: the word `Token`, a blank and a key.",
            }
        );
        options.AddSecurityDefinition(
            Session,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "sessionid",
                Description =
                    "A browser's log-in. Unsafe requests also send the cookie `csrftoken` in the header `X-CSRFToken`.",
            }
        );
    }
}
