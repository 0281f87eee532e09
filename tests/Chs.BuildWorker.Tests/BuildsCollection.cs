using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Tests of this collection share one scene.</summary>
[CollectionDefinition("builds")]
public sealed class BuildsCollection : ICollectionFixture<WorkingScene>;
