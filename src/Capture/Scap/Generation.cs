namespace CSysdig.Capture.Scap;

/// <summary>The age of a capture, and with it the tool that recorded such.</summary>
public enum Generation
{
    /// <summary>Enter and exit events of drivers that sysdig 0.29.3 knows.</summary>
    EnterExit,
    /// <summary>Enter and exit events, among them types of later drivers (dup2, accept4_6, prctl ...): sysdig 0.36, libs 0.15.</summary>
    LaterEnterExit,
    /// <summary>Exit events only, with everything in them: libs 0.21 and later, here 0.25.4.</summary>
    ExitOnly,
}
