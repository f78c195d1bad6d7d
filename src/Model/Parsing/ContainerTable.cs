using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Which container a thread belongs to.</summary>
sealed class ContainerTable(StateEngine engine)
{
    public void Resolve(ThreadInfo info)
    {
        _ = engine;
        info.Container = null;
    }
}
