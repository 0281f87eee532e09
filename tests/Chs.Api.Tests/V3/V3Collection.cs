using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Tests of this collection share a server of their own, so that they run beside the others.</summary>
[CollectionDefinition("v3")]
public sealed class V3Collection : ICollectionFixture<ApiHost>;
