using System.Text.Json;
using Chs.Testing;
using OtpNet;

namespace Chs.Api.Tests.V3.Accounts;

/// <summary>What a person does to begin using a second factor.</summary>
static class SecondFactorSteps
{
    /// <summary>Asks for a secret, which isn't active yet.</summary>
    /// <returns>The authenticator app that has it.</returns>
    public static async Task<Totp> BeginSecondFactorAsync(this ApiClient client)
    {
        var begun = await client.PostJsonAsync("/api/v3/me/second-factor", new { password = ApiHost.Password });
        return new Totp(Base32Encoding.ToBytes(begun.GetProperty("secret").GetString()!));
    }

    /// <summary>Activates the second factor with a code of the app.</summary>
    /// <returns>The recovery codes.</returns>
    public static async Task<JsonElement> ActivateSecondFactorAsync(this ApiClient client, Totp app)
    {
        var activated = await client.PutAsync("/api/v3/me/second-factor/activation", new { code = app.ComputeTotp() });
        return (await ApiClient.ReadAsync(activated)).GetProperty("codes");
    }
}
