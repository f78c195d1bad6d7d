using CSysdig.Chisels.Lua.Nodes;

namespace CSysdig.Chisels.Lua.Nodes
{
    /// <summary>A local variable as the parser knows it.</summary>
    sealed class Variable(string name, int slot)
    {
        readonly List<LocalExpr> _uses = [];

        public string Name => name;
        public int Slot => slot;

        /// <summary>An inner function uses it.</summary>
        public bool IsCaught { get; private set; }

        public LocalExpr Use(int line)
        {
            var use = new LocalExpr(name, slot) { Line = line, IsCaught = IsCaught };
            _uses.Add(use);
            return use;
        }

        public void Catch()
        {
            IsCaught = true;
            foreach (var use in _uses)
                use.IsCaught = true;
        }
    }
}

namespace CSysdig.Chisels.Lua.Syntax
{
    /// <summary>The variables of a function that is being read.</summary>
    sealed class Scope(Scope? around)
    {
        const int MostLocals = 200;

        readonly List<Variable> _active = [];
        readonly List<(string Name, bool IsSlot, int Index)> _catches = [];
        /// <summary>Gotos whose labels have not been met yet, each with how many blocks there are around it.</summary>
        readonly List<(string Label, int Depth, int Line)> _gotos = [];

        public Scope? Around => around;
        public bool IsVararg { get; init; }
        public int SlotCount { get; private set; }

        public (bool IsSlot, int Index)[] Catches => [.. _catches.Select(c => (c.IsSlot, c.Index))];

        /// <summary>How many variables are in sight; <see cref="Leave"/> goes back to it.</summary>
        public int Mark => _active.Count;

        /// <summary>How many blocks there are around what is read, and how many loops.</summary>
        public int Depth { get; set; }
        public int Loops { get; set; }

        public void Goto(string label, int line) => _gotos.Add((label, Depth, line));

        /// <summary>A block ends: gotos in it have found their labels, or look for them in the block around.</summary>
        public void EndBlock(IEnumerable<string> labels)
        {
            foreach (var label in labels)
                _gotos.RemoveAll(g => g.Label == label && g.Depth == Depth);
            Depth--;
            for (var i = 0; i < _gotos.Count; i++)
                _gotos[i] = _gotos[i] with { Depth = Math.Min(_gotos[i].Depth, Depth) };
        }

        /// <summary>A goto that found no label when all was read, or null.</summary>
        public (string Label, int Line)? Lost => _gotos.Count > 0 ? (_gotos[0].Label, _gotos[0].Line) : null;

        /// <summary>A variable comes into sight; null when there are too many.</summary>
        public Variable? Add(string name)
        {
            if (_active.Count >= MostLocals)
                return null;
            var variable = new Variable(name, _active.Count);
            _active.Add(variable);
            SlotCount = Math.Max(SlotCount, _active.Count);
            return variable;
        }

        public void Leave(int mark) => _active.RemoveRange(mark, _active.Count - mark);

        public Variable? Find(string name)
        {
            for (var i = _active.Count - 1; i >= 0; i--)
                if (_active[i].Name == name)
                    return _active[i];
            return null;
        }

        /// <summary>Where a closure keeps a variable of the functions around; -1 when there is none of the name.</summary>
        public int FindCaught(string name)
        {
            var known = _catches.FindIndex(c => c.Name == name);
            if (around is null)
                return -1;
            if (around.Find(name) is { } variable)
            {
                variable.Catch();
                return Catch(name, true, variable.Slot);
            }
            var outer = known >= 0 && !_catches[known].IsSlot ? _catches[known].Index : around.FindCaught(name);
            return outer < 0 ? -1 : Catch(name, false, outer);
        }

        int Catch(string name, bool isSlot, int index)
        {
            var known = _catches.FindIndex(c => c.Name == name && c.IsSlot == isSlot && c.Index == index);
            if (known >= 0)
                return known;
            _catches.Add((name, isSlot, index));
            return _catches.Count - 1;
        }
    }
}
