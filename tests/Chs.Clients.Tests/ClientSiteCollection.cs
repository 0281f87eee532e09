using Xunit;

namespace Chs.Clients.Tests;

/// <summary>The tests that share a site.</summary>
[CollectionDefinition("site")]
public sealed class ClientSiteCollection : ICollectionFixture<ClientSite>;
