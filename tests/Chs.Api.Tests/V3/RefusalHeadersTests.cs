using Chs.Api.V3;
using Chs.Domain.Builds;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Chs.Api.Tests.V3;

public class RefusalHeadersTests
{
    [Fact]
    public void A_code_host_that_does_not_answer_is_no_conflict_and_says_when_to_try_again()
    {
        var http = new DefaultHttpContext();
        var problem = BuildErrors.HostUnavailable("github.com").ToProblem(http);
        Assert.Equal(503, problem.StatusCode);
        Assert.Equal("30", http.Response.Headers.RetryAfter);
    }
}
