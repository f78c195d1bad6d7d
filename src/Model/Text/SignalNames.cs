using System.Text;

namespace CSysdig.Model.Text;

/// <summary>Names of Linux's signals on x86 and ARM.</summary>
public static class SignalNames
{
    static readonly byte[][] s_names = Array.ConvertAll(
        ("- SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM " +
         "SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO " +
         "SIGPWR SIGSYS").Split(' '), n => n == "-" ? [] : Encoding.ASCII.GetBytes(n));

    /// <summary>The name of a signal, for example <c>SIGTERM</c>; empty for real-time signals and what is none.</summary>
    public static ReadOnlySpan<byte> Of(long number) => number > 0 && number < s_names.Length ? s_names[number] : default;
}
