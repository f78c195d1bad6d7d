namespace CSysdig.Model.Parsing;

/// <summary>Events that describe containers.</summary>
static class ContainerEvents
{
    public static void OnContainer(StateEngine s)
    {
    }

    public static void OnContainerJson(StateEngine s)
    {
    }
}
