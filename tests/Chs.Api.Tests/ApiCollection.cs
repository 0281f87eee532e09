using Xunit;

namespace Chs.Api.Tests;

/// <summary>Tests of this collection share one server.</summary>
[CollectionDefinition("api")]
public sealed class ApiCollection : ICollectionFixture<ApiHost>;
