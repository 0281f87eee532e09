using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>The ways in which a client shows who it is.</summary>
static class SecuritySchemes
{
    public const string Token = "token",
        RunnerToken = "runnerToken",
        Session = "session",
        PendingSession = "pendingSession",
        Play = "play",
        Antiforgery = "antiforgery";

    /// <summary>The log-in's cookie at a site that is used by more than who tries it.</summary>
    const string SessionName = "__Host-sessionid";

    public static void AddSecuritySchemes(this SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(
            Token,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "v3: a key of `createSessionKey` or `createToken`.",
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
        AddSession(options);
        AddPlay(options);
    }

    static void AddPlay(SwaggerGenOptions options) =>
        options.AddSecurityDefinition(
            Play,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "__Host-chs-play",
                Description =
                    "v1 and v2 at the address where studies are played: the key that a study's code holds. It opens the "
                    + "play's own study, participant and sessions. The cookie is `chs-play` over http, except on localhost.",
            }
        );

    static void AddSession(SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(
            Session,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionName,
                Description =
                    "A browser's log-in. The cookie is `sessionid` where the site's address is neither https nor "
                    + "localhost. On the page /swagger, `logIn` does it: leave this empty.",
            }
        );
        options.AddSecurityDefinition(
            PendingSession,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionName,
                Description =
                    "A browser's log-in that waits for a code: what `logIn` sets when it answers 202. It is good for "
                    + "`confirmLogIn` only, for ten minutes.",
            }
        );
        options.AddSecurityDefinition(
            Antiforgery,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-CSRFToken",
                Description =
                    "The value of the cookie `csrftoken`, which unsafe requests of a browser's log-in repeat in this "
                    + "header. `GET /api/v3/antiforgery` sets the cookie.",
            }
        );
    }
}
