using Chs.Api.Tests.V3.Studies;
using Xunit;

namespace Chs.Api.Tests.V3.Labs;

[Collection("api")]
public class CreateLabTests(ApiHost host)
{
    [Fact]
    public async Task A_lab_needs_a_founder_whose_address_is_confirmed()
    {
        using var researcher = host.Nobody();
        var email = $"r{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(researcher, email, "Grace", "Hopperlike", researcher: true);
        await researcher
            .PostAsync("/api/v3/labs", StudySteps.LabOf(email))
            .IsProblemAsync(403, "account.email_not_confirmed");
    }
}
