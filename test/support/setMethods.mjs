// gitlab-ci-local is written for Node 22, whose sets can be compared; these are the methods that Node 20 lacks.
const methods = {
  union: (own, other) => new Set([...own, ...other.keys()]),
  intersection: (own, other) => new Set([...own].filter((one) => other.has(one))),
  difference: (own, other) => new Set([...own].filter((one) => !other.has(one))),
  isSubsetOf: (own, other) => [...own].every((one) => other.has(one)),
  isSupersetOf: (own, other) => [...other.keys()].every((one) => own.has(one)),
  isDisjointFrom: (own, other) => ![...own].some((one) => other.has(one)),
};

for (const [name, method] of Object.entries(methods)) {
  if (name in Set.prototype) continue;
  Object.defineProperty(Set.prototype, name, {
    value(other) {
      return method(this, other);
    },
  });
}
