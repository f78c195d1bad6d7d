namespace CSysdig.Model.State;

/// <summary>Why a thread of a container runs.</summary>
public enum ThreadRole : byte
{
    None,
    /// <summary>It does the container's work.</summary>
    Container,
    HealthCheck,
    LivenessProbe,
    ReadinessProbe,
}
