using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Time;

namespace CSysdig.Views.Tty;

/// <summary>
/// Keys as terminals send them. The toolkit knows those of xterm; here are those of the Linux console and of rxvt too, and a key that
/// nobody knows does nothing. (The toolkit faults on what looks like a key and is none.)
/// </summary>
sealed class TerminalKeys(ConcurrentQueue<char> input, ITimeProvider? time) : AnsiInputProcessor(input, time)
{
    const char Escape = '\e';
    /// <summary>Ends a sequence so that the toolkit drops it: no key and no answer ends so.</summary>
    const char NoKey = 'y';
    /// <summary>What the terminal says before a pasted text. It looks like a key, too.</summary>
    const string PasteStart = "\e[200~";

    static readonly Dictionary<string, Key> s_others = new(StringComparer.Ordinal)
    {
        ["\e[[A"] = Key.F1, ["\e[[B"] = Key.F2, ["\e[[C"] = Key.F3, ["\e[[D"] = Key.F4, ["\e[[E"] = Key.F5,
        ["\e[7~"] = Key.Home, ["\e[8~"] = Key.End,
    };

    readonly AnsiKeyboardParser _toolkit = new();
    string _sequence = "";

    /// <summary>The key that a whole sequence stands for, beyond those that the toolkit knows; null for none.</summary>
    public static Key? OtherKey(string sequence) => s_others.GetValueOrDefault(sequence);

    protected override void Process(char input)
    {
        var state = GetParser().State;
        // What is pasted is text, whatever it holds.
        if (state is not (AnsiResponseParserState.Normal or AnsiResponseParserState.ExpectingEscapeSequence or AnsiResponseParserState.InResponse))
        {
            base.Process(input);
            return;
        }
        _sequence = input == Escape ? "\e" : state == AnsiResponseParserState.Normal ? "" : _sequence + input;
        if (!IsWhole(_sequence))
            base.Process(input);
        else if (OtherKey(_sequence) is { } key)
        {
            base.Process(NoKey);
            RaiseKeyDownEvent(new Key(key));
        }
        else
            base.Process(IsFault(_sequence) ? NoKey : input);
    }

    // ECMA-48, control sequences: parameters, then one character from @ to ~. The Linux console's F1 to F5 have a second bracket.
    static bool IsWhole(string sequence) =>
        sequence.Length > 2 && sequence[1] == '[' && sequence[^1] is >= '@' and <= '~' && sequence is not ("\e[[" or PasteStart);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the toolkit throws here it would throw into the loop.")]
    bool IsFault(string sequence)
    {
        try
        {
            _toolkit.IsKeyboard(sequence)?.GetKey(sequence);
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }
}
