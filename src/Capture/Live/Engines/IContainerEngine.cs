namespace CSysdig.Capture.Live.Engines;

/// <summary>A program that runs containers and can be asked about them.</summary>
interface IContainerEngine : IDisposable
{
    /// <summary>The container of an id; null when this engine has none of that id.</summary>
    /// <exception cref="EngineException">It can't be asked now.</exception>
    Task<ContainerFacts?> Find(string id, CancellationToken cancel);

    /// <summary>Tells of each container that is made from now on, so that one is known before it runs. Ends when the engine goes away.</summary>
    /// <exception cref="EngineException">It can't be asked now.</exception>
    IAsyncEnumerable<ContainerFacts> Watch(CancellationToken cancel);
}

/// <summary>An engine does not answer, or not as it should.</summary>
sealed class EngineException(string message, Exception cause) : Exception(message, cause);
