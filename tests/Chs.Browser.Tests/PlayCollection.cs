using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Tests that share one program, as many families and researchers do.</summary>
[CollectionDefinition("Plays")]
public class PlayCollection : ICollectionFixture<BrowserHost>;
