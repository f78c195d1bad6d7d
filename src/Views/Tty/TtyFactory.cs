using System.Collections.Concurrent;
using CSysdig.Capture.Live;
using Terminal.Gui.Drivers;
using Terminal.Gui.Time;

namespace CSysdig.Views.Tty;

/// <summary>The parts of the toolkit's driver that are ours: keys, size and output.</summary>
sealed class TtyFactory(TerminalDevice device, FrameOutput output, LoopSleep sleep) : ComponentFactoryImpl<char>
{
    public override string GetDriverName() => DriverRegistry.Names.ANSI;

    public override IInput<char> CreateInput() => new KeyInput(device, sleep);

    public override IInputProcessor CreateInputProcessor(ConcurrentQueue<char> inputBuffer, ITimeProvider? timeProvider = null) =>
        new TerminalKeys(inputBuffer, timeProvider);

    public override IOutput CreateOutput()
    {
        output.Enter();
        return output;
    }

    public override ISizeMonitor CreateSizeMonitor(IOutput consoleOutput, IOutputBuffer outputBuffer) => new SizeWatch(output);
}
